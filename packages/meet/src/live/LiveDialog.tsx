import { Dialog } from '@base-ui/react/dialog';
import { useCall } from '../call/CallContext.ts';
import { useStore } from '../hooks/useStore.ts';
import { DialogHead } from '../ui/DialogHead.tsx';
import { ServicesSection } from './ServicesSection.tsx';
import { useMayStream } from './useMayStream.ts';
import { WebSection } from './WebSection.tsx';

/** Where the call is streamed to: on a page of this server, and on other services. */
export function LiveDialog() {
	const { view } = useCall();
	const { liveOpen } = useStore(view);
	const may = useMayStream();
	if (!may.hls && !may.livestream) return null;
	return (
		<Dialog.Root open={liveOpen} onOpenChange={(open) => view.showLive(open)}>
			<Dialog.Portal keepMounted>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
				<Dialog.Popup
					data-testid="live-dialog"
					className="floating fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-120 max-w-[calc(100vw-2rem)] -translate-1/2 flex-col overflow-y-auto p-6"
				>
					<DialogHead title="Go live" closeTestId="live-close">
						People outside see and hear everyone in this call. Everyone here is told.
					</DialogHead>
					<div className="mt-5 flex flex-col gap-3">
						{may.hls && <WebSection />}
						{may.livestream && <ServicesSection />}
					</div>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
