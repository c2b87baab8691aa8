import { type FormEvent, useState } from 'react';
import { useStore } from '../hooks/useStore.ts';
import { useParameters } from '../parameters/ParametersContext.ts';
import { useSession } from '../session/SessionContext.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { TextField } from '../ui/TextField.tsx';
import { CaptureNotice } from './CaptureNotice.tsx';
import { DeviceNotice } from './DeviceNotice.tsx';
import { DeviceSelects } from './DeviceSelects.tsx';
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
			<div className="arriving grid w-full max-w-5xl items-center gap-8 lg:grid-cols-[minmax(0,1.55fr)_minmax(0,1fr)] lg:gap-14">
				{session.sends && <Preview name={name.trim()} />}
				<form
					onSubmit={join}
					onFocus={() => session.connectAhead()}
					onPointerEnter={() => session.connectAhead()}
					className={session.sends ? '' : 'mx-auto w-full max-w-sm lg:col-span-2'}
				>
					<h1 className="text-3xl font-bold tracking-tight text-balance">{joinScreenTitle ?? 'Ready to join?'}</h1>
					<p className="mt-2 text-soft">
						{session.sends ? 'Room' : 'You will watch and listen in'}{' '}
						<span className="font-medium text-text" data-testid="room-id">
							{session.roomId}
						</span>
						{brandName !== 'Roomcast' && ` at ${brandName}`}
					</p>
					<TextField
						className="mt-6"
						label="Your name"
						placeholder="How the others see you"
						value={name}
						maxLength={64}
						autoFocus={name === ''}
						onChange={(event) => setName(event.target.value)}
						data-testid="name-field"
					/>
					{session.sends && <DeviceSelects />}
					{camera.problem !== undefined && (
						<DeviceNotice problem={camera.problem} onRetry={() => void session.camera.open()} />
					)}
					{microphone.problem !== undefined && (
						<DeviceNotice problem={microphone.problem} onRetry={() => void session.microphone.open()} />
					)}
					<CaptureNotice />
					<Button type="submit" look="primary" className="mt-6 h-13! w-full text-base!" data-testid="join-button">
						{session.asks ? 'Ask to join' : listensOnly ? 'Join to listen' : 'Join now'}
					</Button>
				</form>
			</div>
		</Page>
	);
}
