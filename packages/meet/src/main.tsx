import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { CrashBoundary } from './errors/CrashBoundary.tsx';
import { reportCrash } from './errors/reportCrash.ts';
import { parseParameters } from './parameters/parseParameters.ts';
import './theme/theme.css';

const root = document.getElementById('root');
const parsed = parseParameters(window.location.search);
if (root !== null)
	createRoot(root, { onCaughtError: reportCrash }).render(
		<CrashBoundary recorded={parsed.parameters.isRecorder}>
			<App {...parsed} />
		</CrashBoundary>,
	);
