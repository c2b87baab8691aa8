import { ArrowRight, Video } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { problemFromError } from '../errors/Problem.ts';
import { TokenHelp } from '../errors/TokenHelp.tsx';
import { SCREENS } from '../errors/table.ts';
import { developmentToken } from '../token/developmentToken.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { TextField } from '../ui/TextField.tsx';
import { roomPath } from './roomReference.ts';

/** The start page: a new call, or one whose code somebody sent. */
export function Landing() {
	const [starting, setStarting] = useState(false);
	const [trouble, setTrouble] = useState<ReturnType<typeof problemFromError>>();
	const [entered, setEntered] = useState('');
	const [unreadable, setUnreadable] = useState(false);

	const start = async () => {
		setStarting(true);
		try {
			const { roomId } = await developmentToken();
			window.location.assign(`/meet/${encodeURIComponent(roomId)}`);
		} catch (error) {
			setTrouble(problemFromError(error));
			setStarting(false);
		}
	};

	const join = (event: FormEvent) => {
		event.preventDefault();
		const path = roomPath(entered);
		if (path === undefined) setUnreadable(true);
		else window.location.assign(path);
	};

	const refused = trouble?.screen === 'NO_TOKEN';
	return (
		<Page data-testid="landing">
			<div className="arriving flex w-full max-w-md flex-col items-center text-center">
				<h1 className="text-4xl font-bold tracking-tight text-balance sm:text-5xl">Talk face to face.</h1>
				<p className="mt-4 text-lg text-pretty text-soft">Calls in the browser, on a server of your own.</p>
				{!refused && (
					<Button
						look="primary"
						className="mt-10 h-13! w-full text-base!"
						onClick={() => void start()}
						disabled={starting}
						data-testid="new-call-button"
					>
						<Video className="size-5" aria-hidden="true" />
						{starting ? 'Making a room…' : 'Start a new call'}
					</Button>
				)}
				{refused && <TokenHelp />}
				{trouble !== undefined && !refused && (
					<p role="alert" className="mt-4 text-sm text-danger-ink">
						{SCREENS[trouble.screen].title}. {trouble.detail}
					</p>
				)}
				<div className="my-8 flex w-full items-center gap-4 text-sm text-soft" aria-hidden="true">
					<span className="h-px grow bg-line" />
					or join one
					<span className="h-px grow bg-line" />
				</div>
				<form onSubmit={join} className="flex w-full items-end gap-2 text-left">
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
				</form>
				<p role="alert" className="mt-2 min-h-5 self-start text-sm text-danger-ink">
					{unreadable && 'There is no room in that. A code looks like abcd-efgh-ijkl.'}
				</p>
			</div>
		</Page>
	);
}
