import { useEffect, useId, useMemo } from 'react';
import { useStore } from '../base/Store.ts';
import { serverUrl } from '../base/urls.ts';
import { useCall } from '../meeting/CallContext.ts';
import { useSession } from '../session/SessionContext.ts';
import { DialogHead, Modal } from '../ui/Modal.tsx';
import { InviteLink } from './InviteLink.tsx';
import { Inviter } from './Inviter.ts';
import { guestChoices, LIVES } from './invitationChoices.ts';

/** Makes a link for others: what they may do with it, how long it lets them in, and the link itself. */
export function InviteDialog() {
	const { meeting, view } = useCall();
	const { roomId } = useSession();
	const { inviteOpen } = useStore(view);
	const inviter = useMemo(() => new Inviter(meeting, { roomId, server: serverUrl() }), [meeting, roomId]);
	const { permission, expiresIn } = useStore(inviter);
	const choices = guestChoices(meeting.permissions);
	const name = useId();
	useEffect(() => {
		if (inviteOpen) void inviter.choose();
	}, [inviteOpen, inviter]);
	if (choices.length === 0) return null;
	return (
		<Modal
			open={inviteOpen}
			onClose={() => view.showInvite(false)}
			className="flex w-115 flex-col"
			testId="invite-dialog"
		>
			<DialogHead title="Invite people" closeTestId="invite-close">
				Anyone who has the link can use it.
			</DialogHead>

			<fieldset className="mt-4">
				<legend className="text-sm font-medium text-soft">People with the link</legend>
				<div className="mt-1.5 grid gap-1.5">
					{choices.map(({ id, label, text }) => (
						<label
							key={id}
							className="flex cursor-pointer items-start gap-3 rounded-xl border border-line px-3.5 py-2.5 transition-colors hover:bg-raised has-checked:border-ring has-checked:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring"
						>
							<input
								type="radio"
								name={`${name}-guests`}
								value={id}
								checked={permission === id}
								onChange={() => void inviter.choose({ permission: id })}
								data-testid={`invite-${id}`}
								className="mt-1 size-4 shrink-0 accent-(--ring) outline-none"
							/>
							<span>
								<span className="block text-[0.9375rem] font-semibold">{label}</span>
								<span className="block text-sm text-pretty text-soft">{text}</span>
							</span>
						</label>
					))}
				</div>
			</fieldset>

			<fieldset className="mt-4">
				<legend className="text-sm font-medium text-soft">The link works for</legend>
				<div className="mt-1.5 grid grid-cols-3 gap-1 rounded-xl bg-raised p-1">
					{LIVES.map(({ seconds, label }) => (
						<label
							key={seconds}
							className="grid h-9 cursor-pointer place-items-center rounded-lg text-sm font-semibold text-soft transition-colors has-checked:bg-surface has-checked:text-text has-checked:shadow-float has-focus-visible:outline-2 has-focus-visible:outline-ring"
						>
							<input
								type="radio"
								name={`${name}-life`}
								value={seconds}
								checked={expiresIn === seconds}
								onChange={() => void inviter.choose({ expiresIn: seconds })}
								data-testid={`invite-life-${seconds}`}
								className="sr-only"
							/>
							{label}
						</label>
					))}
				</div>
			</fieldset>
			<InviteLink inviter={inviter} />
		</Modal>
	);
}
