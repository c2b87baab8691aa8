import { Link } from 'lucide-react';
import { useCopyLink } from '../controls/useCopyLink.ts';
import { Button } from '../ui/Button.tsx';

/** What to do in a call with nobody else in it. */
export function Alone() {
	const copyLink = useCopyLink();
	return (
		<div
			data-testid="alone"
			className="floating arriving absolute inset-x-3 bottom-26 z-10 mx-auto flex max-w-md flex-wrap items-center gap-x-6 gap-y-3 py-3.5 pr-3.5 pl-5 sm:bottom-6"
		>
			<p className="min-w-40 grow text-sm">
				<strong className="block text-[0.9375rem] font-semibold">You are the first one here</strong>
				<span className="text-soft">Send the others the link.</span>
			</p>
			<Button look="primary" onClick={() => void copyLink()} data-testid="alone-copy-link">
				<Link className="size-4.5" aria-hidden="true" />
				Copy link
			</Button>
		</div>
	);
}
