import { may } from '@roomcast/contract/policy/decide';
import { LogOut, PhoneOff, Users } from 'lucide-react';
import { useCall } from '../meeting/CallContext.ts';
import { endQuestion } from '../meeting/Question.ts';
import type { Actions } from '../meeting/useActions.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { ControlButton } from '../ui/ControlButton.tsx';
import { ControlMenu, MenuAction } from '../ui/ControlMenu.tsx';

/** Leaves; holders of `allow_mod` choose between leaving and ending the call. */
export function LeaveControl({ actions }: { actions: Actions }) {
	const { participantCanLeave, participantCanEndMeeting } = useParameters();
	const { meeting, view } = useCall();
	const mayEnd = may('call.end', meeting) && participantCanEndMeeting;
	if (!participantCanLeave && !mayEnd) return null;
	const look = { look: 'off', icon: <PhoneOff />, className: 'w-14 sm:w-16' } as const;
	if (!mayEnd) {
		return <ControlButton {...look} label="Leave" onClick={actions.leave} data-testid="leave-button" />;
	}
	return (
		<ControlMenu
			trigger={
				<button
					type="button"
					aria-label="Leave or end the call"
					data-testid="leave-menu-button"
					className="grid h-12 w-14 shrink-0 place-items-center rounded-2xl bg-danger text-white transition-colors hover:bg-danger-hover sm:w-16 [&_svg]:size-5.5"
				>
					<PhoneOff />
				</button>
			}
		>
			{participantCanLeave && (
				<MenuAction icon={<LogOut />} label="Leave the call" onClick={actions.leave} testId="leave-button" />
			)}
			<MenuAction
				icon={<Users />}
				label="End for everyone…"
				onClick={() => view.ask(endQuestion(actions.endForAll))}
				testId="end-button"
			/>
		</ControlMenu>
	);
}
