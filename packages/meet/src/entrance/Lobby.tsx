import { type FormEvent, useState } from 'react';
import { useStore } from '../base/Store.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { useSession } from '../session/SessionContext.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { TextField } from '../ui/TextField.tsx';
import { DeviceSelects } from './DeviceSelects.tsx';
import { CaptureNotice, DeviceNotice } from './lobbyNotices.tsx';
import { Preview } from './Preview.tsx';

/** The join screen: see and hear oneself, choose devices, say one's name, go. */
export function Lobby() {
	const session = useSession();
	const { joinScreenTitle, brandName } = useParameters();
	const camera = useStore(session.camera);
	const microphone = useStore(session.microphone);
	const [name, setName] = useState(session.name);

	const listensOnly = session.sends && camera.status !== 'on' && microphone.status !== 'on';
	const join = (event: FormEvent) => {
		event.preventDefault();
		void session.join(name.trim());
	};

	return (
		<Page data-testid="lobby">
			<div
				className={`arriving grid w-full gap-x-6 gap-y-3 lg:gap-x-14 lg:gap-y-4 ${
					session.sends
						? 'max-w-5xl min-[37.5rem]:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] lg:grid-cols-[minmax(0,1.55fr)_minmax(0,1fr)]'
						: 'max-w-sm'
				}`}
			>
				{session.sends && <Preview name={name.trim()} />}
				<form
					onSubmit={join}
					onFocus={() => session.connectAhead()}
					onPointerEnter={() => session.connectAhead()}
					className="self-center min-[37.5rem]:row-span-2 [@media(max-height:37.5rem)]:self-start"
				>
					<h1
						tabIndex={-1}
						className="line-clamp-2 outline-none [@media(max-height:37.5rem)]:line-clamp-1 text-xl font-bold tracking-tight text-balance sm:text-2xl lg:text-3xl"
					>
						{joinScreenTitle ?? 'Ready to join?'}
					</h1>
					<p className="truncate text-sm text-soft sm:text-base lg:mt-2">
						{session.sends ? 'Room' : 'You will watch and listen in'}{' '}
						<span className="font-medium text-text" data-testid="room-id">
							{session.roomId}
						</span>
						{brandName !== 'Roomcast' && ` at ${brandName}`}
					</p>
					<CaptureNotice />
					<TextField
						className="mt-2.5 lg:mt-5"
						label="Your name"
						placeholder="How the others see you"
						value={name}
						maxLength={64}
						autoFocus={name === ''}
						onChange={(event) => setName(event.target.value)}
						data-testid="name-field"
					/>
					<Button
						type="submit"
						look="primary"
						className="mt-3 h-12! w-full text-base! lg:mt-5 lg:h-13!"
						data-testid="join-button"
					>
						{session.asks ? 'Ask to join' : listensOnly ? 'Join to listen' : 'Join now'}
					</Button>
				</form>
				{/* Below what everybody needs: a small window shows it after scrolling. */}
				{session.sends && (
					<div className="min-w-0">
						<DeviceSelects />
						{camera.problem !== undefined && (
							<DeviceNotice problem={camera.problem} onRetry={() => void session.camera.open()} />
						)}
						{microphone.problem !== undefined && (
							<DeviceNotice problem={microphone.problem} onRetry={() => void session.microphone.open()} />
						)}
					</div>
				)}
			</div>
		</Page>
	);
}
