import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { beginSession } from './account/session.ts';
import { App } from './app.tsx';
import { speakFirst } from './words/language.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/start.css';
import './styles/account.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
beginSession();
await speakFirst();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
