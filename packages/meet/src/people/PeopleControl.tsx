import { UsersRound } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useKnocks } from '../knocks/useKnocks.ts';
import { PanelControl } from '../panel/PanelControl.tsx';

/** Opens the list of the people; counts who waits to be let in. */
export function PeopleControl() {
	const waiting = useKnocks(useCall().meeting).length;
	return (
		<PanelControl
			panel="people"
			label="People"
			shortcut="P"
			icon={<UsersRound />}
			news={waiting}
			newsText={`${waiting} waiting to join`}
		/>
	);
}
