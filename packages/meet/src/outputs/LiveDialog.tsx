import { useStore } from '../base/Store.ts';
import { useCall } from '../meeting/CallContext.ts';
import { QuestionDialog } from '../meeting/QuestionDialog.tsx';
import { DialogHead, Modal } from '../ui/Modal.tsx';
import { useMayStream } from './mayOutput.ts';
import { ServicesSection } from './ServicesSection.tsx';
import { WebSection } from './WebSection.tsx';

/** Where the call is streamed to: on a page of this server, and on other services. */
export function LiveDialog() {
	const { view } = useCall();
	const { liveOpen } = useStore(view);
	const may = useMayStream();
	if (!may.hls && !may.livestream) return null;
	return (
		<Modal
			open={liveOpen}
			onClose={() => view.showLive(false)}
			keepMounted
			className="flex w-120 flex-col"
			testId="live-dialog"
		>
			<DialogHead title="Go live" closeTestId="live-close">
				People outside the call see and hear everyone in it. Everyone in the call can see that it is live.
			</DialogHead>
			<div className="mt-5 flex flex-col gap-3">
				{may.hls && <WebSection />}
				{may.livestream && <ServicesSection />}
			</div>
			{/* Inside, so that an answer is no click beside this dialog. */}
			{liveOpen && <QuestionDialog />}
		</Modal>
	);
}
