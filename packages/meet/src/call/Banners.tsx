import type { Meeting } from '@roomcast/client';
import { LoaderCircle, MonitorUp, Volume2 } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useStore } from '../base/Store.ts';
import { listen, useSnapshot } from '../base/useSnapshot.ts';
import { useCall } from '../meeting/CallContext.ts';
import type { Actions } from '../meeting/useActions.ts';
import { useParticipant } from '../meeting/useParticipant.ts';

/** What has to be known right now, above the tiles. */
export function Banners({ actions }: { actions: Actions }) {
	const { meeting, output } = useCall();
	const state = useConnectionState(meeting);
	const { blocked } = useStore(output);
	const { screenShareOn } = useParticipant(meeting.localParticipant);
	const comingBack = state === 'RECONNECTING' || state === 'CONNECTING';
	return (
		<div
			aria-live="assertive"
			className="flex flex-col gap-2 px-2 empty:hidden sm:px-4 [&:not(:empty)]:pt-2 sm:[&:not(:empty)]:pt-3"
		>
			{comingBack && (
				<Banner testId="reconnecting-banner" icon={<LoaderCircle className="animate-spin" />} urgent>
					Connection lost, reconnecting…
				</Banner>
			)}
			{blocked && (
				<Banner
					testId="audio-blocked-banner"
					icon={<Volume2 />}
					action={{ label: 'Click to hear', onClick: () => void output.unlock() }}
				>
					Your browser blocks the sound.
				</Banner>
			)}
			{screenShareOn && (
				<Banner
					testId="sharing-banner"
					icon={<MonitorUp />}
					action={{ label: 'Stop sharing', onClick: actions.toggleShare }}
				>
					Everyone can see your screen.
				</Banner>
			)}
		</div>
	);
}

interface BannerProps {
	testId: string;
	icon: ReactNode;
	urgent?: boolean;
	action?: { label: string; onClick: () => void };
	children: ReactNode;
}

function Banner({ testId, icon, urgent = false, action, children }: BannerProps) {
	return (
		<div
			data-testid={testId}
			className={`arriving flex min-h-11 items-center justify-center gap-3 rounded-xl px-4 py-1.5 text-sm font-medium [&_svg]:size-4.5 [&_svg]:shrink-0 ${
				urgent ? 'bg-accent text-accent-text' : 'border border-line bg-surface'
			}`}
		>
			{icon}
			<span>{children}</span>
			{action !== undefined && (
				<button
					type="button"
					onClick={action.onClick}
					className="h-8 rounded-lg bg-accent px-3 font-semibold text-accent-text hover:bg-accent-hover"
				>
					{action.label}
				</button>
			)}
		</div>
	);
}

/** The state of the connection to the call. */
function useConnectionState(meeting: Meeting): Meeting['state'] {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['meeting-state-changed'], changed), [meeting]),
		useCallback(() => meeting.state, [meeting]),
	);
}
