import { ArrowRight, Video } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { createRoom, developmentToken } from '../api/rest.ts';
import { serverUrl } from '../base/urls.ts';
import { type Problem, problemFromError } from '../errors/Problem.ts';
import { TokenHelp } from '../errors/ProblemScreen.tsx';
import { SCREENS } from '../errors/table.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { TextField } from '../ui/TextField.tsx';
import { roomPath } from './roomReference.ts';

/** The start page: a new call, or one whose code somebody sent. */
export function Landing() {
	return (
		<Page data-testid="landing">
			<div className="arriving flex w-full max-w-md flex-col items-center text-center">
				<h1 className="text-4xl font-bold tracking-tight text-balance sm:text-5xl">Talk face to face.</h1>
				<p className="mt-4 text-lg text-pretty text-soft">Calls in the browser, on your own server.</p>
				<NewCall />
				<div className="my-8 flex w-full items-center gap-4 text-sm text-soft" aria-hidden="true">
					<span className="h-px grow bg-line" />
					or join one
					<span className="h-px grow bg-line" />
				</div>
				<JoinByCode />
			</div>
		</Page>
	);
}

/** Joins the call whose code or link somebody sent. */
function JoinByCode() {
	const [entered, setEntered] = useState('');
	const [unreadable, setUnreadable] = useState(false);

	const join = (event: FormEvent) => {
		event.preventDefault();
		const path = roomPath(entered);
		if (path === undefined) setUnreadable(true);
		else window.location.assign(new URL(path, serverUrl()));
	};

	return (
		<form onSubmit={join} className="w-full text-left">
			<div className="flex items-end gap-2">
				<TextField
					className="grow"
					label="Room code or link"
					placeholder="abcd-efgh-ijkl"
					value={entered}
					aria-invalid={unreadable}
					data-testid="room-field"
					onChange={(event) => {
						setEntered(event.target.value);
						setUnreadable(false);
					}}
				/>
				<Button type="submit" aria-label="Join" className="h-12! w-14 px-0!" disabled={entered.trim() === ''}>
					<ArrowRight className="size-5" />
				</Button>
			</div>
			<p role="alert" className="mt-2 min-h-5 text-sm text-danger-ink">
				{unreadable && 'That is not a room code or link. A code looks like abcd-efgh-ijkl.'}
			</p>
		</form>
	);
}

/** Starts a new call where the server lets anybody do that; elsewhere it says how links are made. */
function NewCall() {
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
