import { Dialog } from '@base-ui/react/dialog';
import { useRef, useState } from 'react';
import { useStore } from '../base/Store.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';
import { useCall } from './CallContext.ts';
import type { Question } from './Question.ts';

/** Asks before something is done that cannot be undone. The focus begins at "Cancel", so that a key pressed too early does nothing. */
export function QuestionDialog() {
	const { view } = useCall();
	const { question } = useStore(view);
	const cancel = useRef<HTMLButtonElement>(null);
	// While the dialog fades out it still says what it said.
	const [last, setLast] = useState<Question>();
	if (question !== undefined && question !== last) setLast(question);
	const { title, text, yes } = question ?? last ?? { title: '', text: '', yes: '' };
	return (
		<Modal
			alert
			open={question !== undefined}
			onClose={() => view.answer(false)}
			first={cancel}
			testId="question-dialog"
		>
			<Dialog.Title className="text-lg font-semibold text-balance wrap-anywhere">{title}</Dialog.Title>
			<Dialog.Description className="mt-1.5 text-pretty text-soft">{text}</Dialog.Description>
			<div className="mt-6 flex flex-wrap justify-end gap-2.5">
				<Button ref={cancel} onClick={() => view.answer(false)} data-testid="question-no">
					Cancel
				</Button>
				<Button look="danger" onClick={() => view.answer(true)} data-testid="question-yes">
					{yes}
				</Button>
			</div>
		</Modal>
	);
}
