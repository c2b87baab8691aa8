import { MeetingProvider } from '@videosdk.live/react-sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Call } from './Call.jsx';

const { token, ...config } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

createRoot(document.body.appendChild(document.createElement('main'))).render(
	<StrictMode>
		<MeetingProvider
			token={token}
			config={{ name: config.participantId, micEnabled: true, webcamEnabled: true, debugMode: false, ...config }}
		>
			<Call />
		</MeetingProvider>
	</StrictMode>,
);
