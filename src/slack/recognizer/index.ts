/** Recognising access requests, as the rest of the Slack side sees it. */
export { type Directory, directoryOf, type KnownService } from './context.js';
export {
  type Fired,
  type Gate,
  type Recognition,
  recognise,
  type SeenMessage,
  type Silent,
} from './recognise.js';
