/** Everything that leaves Slack for the app: held, delivered, repeated, and counted until it is settled. */
import type { Context } from './context.js';
import { deliver, deliverOnce, type Parcel, type Recipient, type Retry } from './deliver.js';
import { createHolding, type Holding } from './holding.js';
import type { Ack } from './types.js';

export interface PostOffice extends Pick<Holding, 'hold'> {
  send(parcel: Parcel): Promise<Ack>;
  /** Every event that was handed in, in order. */
  readonly events: readonly Parcel[];
  /**
   * Delivers an event once more under its old id: as a first try again (bolt-js #2188, #2487), or as the retry it is
   * said to be.
   */
  redeliver(parcel: Parcel, retry?: Retry): Promise<Ack>;
  settled(): Promise<void>;
}

export function createPostOffice(context: Context, recipient: Recipient): PostOffice {
  const holding = createHolding();
  const events: Parcel[] = [];
  const underWay = new Set<Promise<unknown>>();
  function track(sending: Promise<Ack>): Promise<Ack> {
    underWay.add(sending);
    return sending.finally(() => underWay.delete(sending));
  }
  return {
    events,
    hold: holding.hold,
    send(parcel) {
      if (parcel.type === 'events_api') events.push(parcel);
      return holding.through(parcel, () => track(deliver(parcel, context, recipient)));
    },
    redeliver: (parcel, retry) => track(deliverOnce(parcel, context, recipient, retry)),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
