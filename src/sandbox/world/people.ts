/** The people and service accounts of acme.test, and the few of partner.test that matter there. */
import type { World } from '../google/model.js';
import { person, serviceAccount } from './builders.js';

/** Everybody by name; addresses decide the customer. */
export function addPeople(world: World): void {
  const names: Readonly<Record<string, string>> = {
    ...{
      maya: 'Maya Lindqvist',
      noor: 'Noor Haddad',
      ines: 'Ines Duarte',
      otto: 'Otto Brandt',
      tom: 'Tom Keller',
    },
    ...{ eli: 'Eli Novak', walt: 'Walt Osei', tess: 'Tess Moreau', ugo: 'Ugo Ricci', dex: 'Dex Farrow' },
    ...{ carl: 'Carl Jensen', cleo: 'Cleo Varga', nils: 'Nils Aune', mia: 'Mia Castellan', kim: 'Kim Araya' },
    ...{
      dave: 'Dave Okoro',
      ira: 'Ira Solberg',
      bea: 'Bea Winter',
      wanda: 'Wanda Pohl',
      omar: 'Omar Nassar',
    },
    ...{ zoe: 'Zoe Marchetti', lena: 'Lena Berg', pat: 'Pat Quinn', uma: 'Uma Rao', dina: 'Dina Petrov' },
    ...{ rita: 'Rita Campos', hana: 'Hana Sato', fay: 'Fay Donnelly', ivo: 'Ivo Horvat', gus: 'Gus Lemaire' },
    ...{ bob: 'Bob Achterberg', root: 'Root Admin', dana: 'Dana Whitlock', vera: 'Vera Lund' },
    ...{
      ivy: 'Ivy Tran',
      jana: 'Jana Kolar',
      iris: 'Iris Bloom',
      jude: 'Jude Abara',
      'wiki-editors': 'Wiki Editors mailbox',
    },
  };
  for (const [name, fullName] of Object.entries(names)) person(world, `${name}@acme.test`, fullName);
  person(world, 'ana@acme.test', 'Ana Lima', { aliases: ['ana.lima@acme.test'] });
  person(world, 'sam@acme.test', 'Sam Petersen', { suspended: 'ADMIN' });
  person(world, 'lou@acme-labs.test', 'Lou Ferrand');
  person(world, 'lena@acme-labs.test', 'Lena Berg');
  for (const [name, fullName] of [
    ['pia', 'Pia Contini'],
    ['cora', 'Cora Blum'],
    ['remy', 'Remy Vidal'],
  ] as const)
    person(world, `${name}@partner.test`, fullName);
  serviceAccount(world, 'ci-deployer', 'acme-prod', 'Deploys everything');
  serviceAccount(world, 'hr-sync', 'acme-prod', 'Keeps groups like the HR system');
  serviceAccount(world, 'iap-doctor', 'acme-prod', 'The bot');
}
