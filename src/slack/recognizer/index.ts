/** Recognising access requests, as the rest of the Slack side sees it. */
export { type Directory, directoryOf, type KnownService } from './context.js';
export { describeRecognition } from './describe.js';
export type { Gate, RecognizerSettings, SeenMessage, Silent } from './gates.js';
export { type Fired, type Recognition, recognise } from './recognise.js';
export { knownServices } from './services.js';
