/** Starts the sandbox's page in the browser. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { connect } from './data/connection.js';
import 'slack-blocks-to-jsx/dist/style.css';
import './style/tokens.css';
import './style/frame.css';
import './style/chat.css';
import './style/blocks.css';
import './style/dialogs.css';
import './style/instruments.css';
import './style/timeline.css';

const root = document.getElementById('page');
if (root !== null) {
  const connection = connect();
  createRoot(root).render(
    <StrictMode>
      <App connection={connection} />
    </StrictMode>,
  );
}
