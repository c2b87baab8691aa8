import { Video } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createRoom } from '../api/createRoom.ts';
import { developmentToken } from '../api/developmentToken.ts';
import { type Problem, problemFromError } from '../errors/Problem.ts';
import { TokenHelp } from '../errors/TokenHelp.tsx';
import { SCREENS } from '../errors/table.ts';
import { Button } from '../ui/Button.tsx';
import { serverUrl } from '../url/serverUrl.ts';

/** Starts a new call where the server lets anybody do that; elsewhere it says how links are made. */
export function NewCall() {
	const [token, setToken] = useState<string>();
	const [problem, setProblem] = useState<Problem>();
	const [starting, setStarting] = useState(false);

	useEffect(() => {
		developmentToken().then(setToken, (error: unknown) => setProblem(problemFromError(error)));
	}, []);

	const start = async () => {
		if (token === undefined) return;
		setStarting(true);
		try {
			window.location.assign(new URL(`meet/${encodeURIComponent(await createRoom(token))}`, serverUrl()));
		} catch (error) {
			setProblem(problemFromError(error));
			setStarting(false);
		}
	};

	if (problem?.screen === 'NO_TOKEN') return <TokenHelp />;
	return (
		<>
			<Button
				look="primary"
				className="mt-10 h-13! w-full text-base!"
				onClick={() => void start()}
				disabled={token === undefined || starting}
				data-testid="new-call-button"
			>
				<Video className="size-5" aria-hidden="true" />
				{starting ? 'Creating a room…' : 'Start a new call'}
			</Button>
			{problem !== undefined && (
				<p role="alert" className="mt-4 text-sm text-danger-ink">
					{SCREENS[problem.screen].title}. {problem.detail}
				</p>
			)}
		</>
	);
}
