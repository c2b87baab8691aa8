import { Check, Link } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from '../base/Store.ts';
import { Button } from '../ui/Button.tsx';
import type { Inviter } from './Inviter.ts';

/** ms for which the button says that the link was copied. */
const COPIED = 2500;

const MOMENT = new Intl.DateTimeFormat(undefined, {
	weekday: 'short',
	day: 'numeric',
	month: 'short',
	hour: 'numeric',
	minute: '2-digit',
});

/** The link, to be read and copied, and when it ends. */
export function InviteLink({ inviter }: { inviter: Inviter }) {
	const { invitation, problem } = useStore(inviter);
	const link = invitation?.link ?? '';
	const [copied, setCopied] = useState<{ readonly link: string; readonly done: boolean }>();
	useEffect(() => {
		const timer = copied?.done ? setTimeout(() => setCopied(undefined), COPIED) : undefined;
		return () => clearTimeout(timer);
	}, [copied]);
	const outcome = copied?.link === link ? copied : undefined;

	const copy = async () => {
		try {
			await navigator.clipboard.writeText(link);
			setCopied({ link, done: true });
		} catch {
			setCopied({ link, done: false });
		}
	};

	if (problem !== undefined)
		return (
			<p role="alert" data-testid="invite-problem" className="mt-5 text-sm text-pretty text-danger-ink">
				{problem}
			</p>
		);
	return (
		<div className="sticky -bottom-5 -mx-5 -mb-5 bg-surface px-5 pb-4 sm:-bottom-6 sm:-mx-6 sm:-mb-6 sm:px-6">
			<input
				readOnly
				value={link}
				aria-label="Link for others"
				placeholder="Creating the link…"
				data-testid="invite-link"
				onFocus={(event) => event.target.select()}
				className="mt-3 h-11 w-full shrink-0 truncate rounded-xl border border-line bg-surface px-3.5 text-sm text-text placeholder:text-soft"
			/>
			<Button
				look="primary"
				className="mt-2.5 w-full shrink-0"
				disabled={link === ''}
				onClick={() => void copy()}
				data-testid="invite-copy"
			>
				{outcome?.done ? <Check className="size-4.5" /> : <Link className="size-4.5" aria-hidden="true" />}
				{outcome?.done ? 'Copied' : 'Copy link'}
			</Button>
			<p role="status" className="mt-2.5 min-h-5 text-sm text-pretty text-soft" data-testid="invite-end">
				{outcome?.done === false && 'The browser does not allow copying. Select the link above. '}
				{invitation !== undefined && `Works until ${MOMENT.format(invitation.expiresAt)}. People in the call stay.`}
			</p>
		</div>
	);
}
