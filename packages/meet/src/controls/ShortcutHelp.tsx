import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useStore } from '../hooks/useStore.ts';
import { useMayStream } from '../live/useMayStream.ts';
import { useMayRecord } from '../recording/useMayRecord.ts';
import { Key } from '../ui/Key.tsx';

const ROWS = [
	['M', 'Mute or unmute'],
	['V', 'Camera on or off'],
	['S', 'Share your screen, or stop'],
	['P', 'People'],
	['C', 'Chat'],
	['R', 'Record the call, or stop'],
	['L', 'Go live, or end it'],
	['F', 'Full screen'],
	['Esc', 'Close the panel, or unpin'],
	['?', 'This list'],
] as const;

/** The list of the keyboard shortcuts. */
export function ShortcutHelp() {
	const { view } = useCall();
	const { helpOpen } = useStore(view);
	const mayRecord = useMayRecord();
	const { hls, livestream } = useMayStream();
	const offered = new Map([
		['R', mayRecord],
		['L', hls || livestream],
	]);
	const rows = ROWS.filter(([key]) => offered.get(key) ?? true);
	return (
		<Dialog.Root open={helpOpen} onOpenChange={(open) => view.showHelp(open)}>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
				<Dialog.Popup
					data-testid="shortcut-help"
					className="floating fixed top-1/2 left-1/2 z-50 w-96 max-w-[calc(100vw-2rem)] -translate-1/2 p-6"
				>
					<div className="mb-4 flex items-center justify-between">
						<Dialog.Title className="text-lg font-semibold">Keyboard shortcuts</Dialog.Title>
						<Dialog.Close
							aria-label="Close"
							className="-mr-2 grid size-9 place-items-center rounded-lg text-soft hover:bg-raised"
						>
							<X className="size-5" />
						</Dialog.Close>
					</div>
					<dl className="grid gap-3">
						{rows.map(([key, meaning]) => (
							<div key={key} className="flex items-center justify-between text-sm">
								<dt>{meaning}</dt>
								<dd>
									<Key>{key}</Key>
								</dd>
							</div>
						))}
					</dl>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
