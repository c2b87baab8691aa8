import { Copy, ExternalLink, Globe, LoaderCircle } from 'lucide-react';
import { serverUrl } from '../base/urls.ts';
import { useCall } from '../meeting/CallContext.ts';
import { endStreamQuestion } from '../meeting/Question.ts';
import { useSession } from '../session/SessionContext.ts';
import { Button, SmallButton } from '../ui/Button.tsx';
import { useOutputs } from './Outputs.ts';
import { Section } from './Section.tsx';
import { useLive } from './useOutputs.ts';

/** Live on a page of this server. */
export function WebSection() {
	const { meeting, view } = useCall();
	const outputs = useOutputs();
	const { roomId } = useSession();
	const { hls } = useLive(meeting);
	const link = watchLink(serverUrl(), roomId);
	const live = hls === 'HLS_STARTED' || hls === 'HLS_PLAYABLE';
	return (
		<Section
			icon={<Globe />}
			title="On the web"
			text="A page where anyone with the link can watch, with a few seconds’ delay."
			live={live}
			testId="live-web"
		>
			{hls === 'HLS_STOPPED' && (
				<Button look="primary" className="w-full" onClick={() => void outputs.startHls()} data-testid="start-hls">
					Go live on the web
				</Button>
			)}
			{(hls === 'HLS_STARTING' || hls === 'HLS_STOPPING') && (
				<Button disabled className="w-full">
					<LoaderCircle className="size-4.5 animate-spin" aria-hidden="true" />
					{hls === 'HLS_STARTING' ? 'Going live…' : 'Ends…'}
				</Button>
			)}
			{live && (
				<>
					<div className="flex items-center gap-1 rounded-xl bg-raised py-1 pr-1 pl-3.5">
						<a
							href={link}
							target="_blank"
							rel="noreferrer"
							data-testid="watch-link"
							className="flex min-w-0 grow items-center gap-2 py-1.5 text-sm font-medium hover:underline"
						>
							<span className="truncate">{link.replace(/^https?:\/\//, '')}</span>
							<ExternalLink className="size-4 text-soft" aria-label="opens in a new tab" />
						</a>
						<button
							type="button"
							aria-label="Copy the link for viewers"
							onClick={() => void outputs.copyLink(link)}
							className="grid size-9 shrink-0 place-items-center rounded-lg transition-colors hover:bg-pressed [&_svg]:size-4.5"
						>
							<Copy />
						</button>
					</div>
					<div className="mt-3 flex items-center justify-between gap-3">
						<p className="text-sm text-soft" role="status">
							{hls === 'HLS_PLAYABLE' ? 'On air' : 'The first seconds are on their way…'}
						</p>
						<SmallButton
							onClick={() => view.ask(endStreamQuestion(() => void outputs.stopHls()))}
							data-testid="stop-hls"
						>
							End
						</SmallButton>
					</div>
				</>
			)}
		</Section>
	);
}

/**
 * Where viewers of a room watch it.
 *
 * @param server where the server is, with a slash at its end
 */
function watchLink(server: string, roomId: string): string {
	return new URL(`watch/${encodeURIComponent(roomId)}`, server).href;
}
