import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import { useStore } from '../base/Store.ts';
import { useCall } from '../meeting/CallContext.ts';
import type { RecordingQuestion } from '../meeting/CallView.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';
import { useOutputs } from './Outputs.ts';
import { useRecording } from './useOutputs.ts';

const WORDS = {
	start: {
		title: 'Record this call?',
		text: 'This records the sound and picture of everyone. Everyone in the call can see that, including people who join later.',
		yes: 'Start recording',
		no: 'Cancel',
		when: 'RECORDING_STOPPED',
	},
	stop: {
		title: 'Stop the recording?',
		text: 'The call continues without it, and the server prepares the file.',
		yes: 'Stop recording',
		no: 'Keep recording',
		when: 'RECORDING_STARTED',
	},
} as const;

/** Asks before a recording is started or stopped. */
export function RecordDialog() {
	const { meeting, view } = useCall();
	const outputs = useOutputs();
	const { recordingQuestion: question } = useStore(view);
	const { state } = useRecording(meeting);
	// While the dialog fades out it still says what it said.
	const [last, setLast] = useState<RecordingQuestion>('start');
	if (question !== undefined && question !== last) setLast(question);
	const words = WORDS[question ?? last];
	const answered = () => view.askAboutRecording(undefined);

	// Somebody else was quicker: there is nothing to ask any more, and no button may change its meaning below a finger.
	const obsolete = question !== undefined && state !== words.when;
	useEffect(() => {
		if (obsolete) view.askAboutRecording(undefined);
	}, [obsolete, view]);

	return (
		<Modal open={question !== undefined && !obsolete} onClose={answered} testId="record-dialog">
			<Dialog.Title className="text-lg font-semibold text-balance">{words.title}</Dialog.Title>
			<Dialog.Description className="mt-1.5 text-pretty text-soft">{words.text}</Dialog.Description>
			<div className="mt-6 flex flex-wrap justify-end gap-2.5">
				<Button onClick={answered} data-testid="record-no">
					{words.no}
				</Button>
				<Button
					look="primary"
					onClick={() => {
						answered();
						void ((question ?? last) === 'start' ? outputs.startRecording() : outputs.stopRecording());
					}}
					data-testid="record-yes"
				>
					{words.yes}
				</Button>
			</div>
		</Modal>
	);
}
