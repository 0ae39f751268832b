/** A name server on a free port that answers as it is told, right, wrong or not at all. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What one question is answered with. `silence` is no answer. */
export type DnsAnswer = 'silence' | 'nxdomain' | 'servfail' | 'refused' | readonly string[];

export interface NameServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** Questions in the order they came, e.g. `A dash.acme.test`. */
  readonly asked: readonly string[];
  close(): void;
}

const RCODES = { nxdomain: 3, servfail: 2, refused: 5 } as const;

function questionIn(packet: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = packet[at] ?? 0; length > 0; length = packet[at] ?? 0) {
    labels.push(packet.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: packet.readUInt16BE(at + 1), end: at + 5 };
}

const bytesOf = (address: string): Buffer => {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const filled = [
    ...words(head),
    ...Array<string>(8 - words(head).length - words(tail).length).fill('0'),
    ...words(tail),
  ];
  return Buffer.from(filled.map((word) => word.padStart(4, '0')).join(''), 'hex');
};

/** One answer for each question; addresses of the other family are left out, as a real server would. */
export async function nameServer(
  answer: (name: string, type: 'A' | 'AAAA') => DnsAnswer,
): Promise<NameServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (packet, from) => {
    const question = questionIn(packet);
    const type = question.type === 28 ? 'AAAA' : 'A';
    asked.push(`${type} ${question.name}`);
    const said = answer(question.name, type);
    if (said === 'silence') return;
    const addresses =
      typeof said === 'string' ? [] : said.filter((one) => one.includes(':') === (type === 'AAAA'));
    const head = Buffer.alloc(12);
    packet.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | (typeof said === 'string' ? RCODES[said] : 0), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(addresses.length, 6);
    const records = addresses.map((one) => {
      const data = bytesOf(one);
      const record = Buffer.alloc(12);
      record.writeUInt16BE(0xc00c, 0);
      record.writeUInt16BE(question.type, 2);
      record.writeUInt16BE(1, 4);
      record.writeUInt32BE(60, 6);
      record.writeUInt16BE(data.length, 10);
      return Buffer.concat([record, data]);
    });
    socket.send(
      Buffer.concat([head, packet.subarray(12, question.end), ...records]),
      from.port,
      from.address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}
