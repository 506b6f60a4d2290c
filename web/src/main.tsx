import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { registerWorker } from './app/Update';
import { startLanguage } from './i18n';
import './ui/styles';

await startLanguage();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
registerWorker();
