import { MicOff, Search, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../meeting/CallContext.ts';
import { PanelControl } from '../meeting/PanelControl.tsx';
import { muteAllQuestion } from '../meeting/Question.ts';
import { SidePanel } from '../meeting/SidePanel.tsx';
import { usePeople } from '../meeting/usePeople.ts';
import { SmallButton } from '../ui/Button.tsx';
import { filterPeople, SEARCH_FROM } from './filterPeople.ts';
import { KnockList } from './KnockList.tsx';
import { useKnocks } from './knocks.ts';
import { useModeration } from './moderation.ts';
import { PersonRow } from './PersonRow.tsx';

/** Who waits, who is there, and what can be done about them. */
export function PeoplePanel() {
	const { meeting, view, notices } = useCall();
	const people = usePeople(meeting);
	const moderation = useModeration();
	const [query, setQuery] = useState('');
	const shown = filterPeople(people, people.length < SEARCH_FROM ? '' : query);
	const others = people.filter(({ local }) => !local);
	// Read when it is asked and again when the answer comes: others may have come meanwhile.
	const heard = () => [...meeting.participants.values()].filter(({ micOn }) => micOn);
	const muteEach = () => {
		for (const person of heard()) moderation.mute(person);
	};
	const muteAll = () => {
		const count = heard().length;
		if (count === 0) notices.tell('Everyone else is already muted');
		else view.ask(muteAllQuestion(count, muteEach));
	};
	return (
		<SidePanel panel="people" title="People">
			<section
				// biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be in reach of the keyboard.
				tabIndex={0}
				aria-label="Who is here"
				className="min-h-0 grow overflow-y-auto overscroll-contain"
			>
				<KnockList />
				{people.length >= SEARCH_FROM && (
					<div className="relative px-4 pt-1 pb-3">
						<Search className="pointer-events-none absolute top-4 left-7.5 size-4 text-soft" aria-hidden="true" />
						<input
							type="search"
							aria-label="Search people"
							placeholder="Search"
							value={query}
							onChange={(event) => setQuery(event.target.value)}
							data-testid="people-search"
							className="h-10 w-full rounded-xl border border-line bg-page pr-3 pl-10 text-sm placeholder:text-soft"
						/>
					</div>
				)}
				<div className="flex h-9 items-center justify-between gap-3 px-4">
					<h3 className="text-xs font-semibold text-soft">In the call ({people.length})</h3>
					{moderation.powers.mic && others.length > 1 && (
						<SmallButton onClick={muteAll} className="inline-flex items-center gap-2" data-testid="mute-all">
							<MicOff className="size-4" aria-hidden="true" />
							Mute all…
						</SmallButton>
					)}
				</div>
				<ul className="px-2 pt-1 pb-3" data-testid="people-list">
					{shown.map((person) => (
						<PersonRow key={person.id} person={person} moderation={moderation} />
					))}
				</ul>
				{shown.length === 0 && (
					<p role="status" className="px-4 pb-4 text-sm text-soft">
						Nobody in the call has that name.
					</p>
				)}
			</section>
		</SidePanel>
	);
}

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
