import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { CrashBoundary, reportCrash } from './errors/CrashBoundary.tsx';
import { parseParameters } from './parameters/parseParameters.ts';
import './ui/theme.css';

const root = document.getElementById('root');
const parsed = parseParameters(window.location.search);
if (root !== null)
	createRoot(root, { onCaughtError: reportCrash }).render(
		<CrashBoundary recorded={parsed.parameters.isRecorder}>
			<App {...parsed} />
		</CrashBoundary>,
	);
