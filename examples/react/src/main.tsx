import { MeetingProvider } from '@roomcast/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Call } from './Call.tsx';

/** Where the call is; an app of yours asks its own server for the token. */
const { server = '', meetingId = '', token = '' } = Object.fromEntries(new URLSearchParams(location.search));

/** Asks for a name, then enters the call. */
function App() {
	const [name, setName] = useState<string>();
	if (name === undefined)
		return (
			<form action={(form: FormData) => setName(String(form.get('name')))}>
				<input name="name" aria-label="Your name" required />
				<button type="submit">Join</button>
			</form>
		);
	const config = { meetingId, name, micEnabled: true, webcamEnabled: true, signalingBaseUrl: server };
	return (
		<MeetingProvider config={config} token={token} joinWithoutUserInteraction>
			<Call onLeft={() => setName(undefined)} />
		</MeetingProvider>
	);
}

createRoot(document.getElementById('root') as HTMLElement).render(
	<StrictMode>
		<App />
	</StrictMode>,
);
