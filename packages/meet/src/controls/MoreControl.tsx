import { Bell, BellOff, Ellipsis, Keyboard, Maximize, UserPlus } from 'lucide-react';
import { useStore } from '../base/Store.ts';
import { useMayInvite } from '../invite/InviteControl.tsx';
import { useCall } from '../meeting/CallContext.ts';
import type { Actions } from '../meeting/useActions.ts';
import { useMayRecord, useMayStream } from '../outputs/mayOutput.ts';
import { LiveItem, RecordItem } from '../outputs/outputItems.tsx';
import { Key } from '../ui/ControlButton.tsx';
import { ControlMenu, hasKeyboard, MenuAction, MenuChoice, MenuLine, MenuSwitch } from '../ui/ControlMenu.tsx';
import { useChosenDevices } from './deviceControls.tsx';
import { LAYOUT_CHOICES } from './LayoutControl.tsx';

/** Everything that has no button of its own; on a phone also the layout and the devices. */
export function MoreControl({ actions }: { actions: Actions }) {
	const { view, chime } = useCall();
	const sounds = useStore(chime);
	const { layout } = useStore(view);
	const { list, cameraId, microphoneId } = useChosenDevices();
	const mayInvite = useMayInvite();
	const mayRecord = useMayRecord();
	const { hls, livestream } = useMayStream();
	const mayStream = hls || livestream;
	return (
		<ControlMenu
			trigger={
				<button
					type="button"
					aria-label="More"
					title="More"
					data-testid="more-button"
					className="grid h-12 w-12 shrink-0 place-items-center rounded-2xl bg-raised transition-colors hover:bg-pressed sm:w-13 [&_svg]:size-5.5"
				>
					<Ellipsis />
				</button>
			}
		>
			{mayRecord && <RecordItem />}
			{mayStream && <LiveItem />}
			{(mayRecord || mayStream) && <MenuLine />}
			{mayInvite && (
				<MenuAction
					icon={<UserPlus />}
					label="Invite people"
					onClick={() => view.showInvite(true)}
					testId="invite-item"
				/>
			)}
			{document.fullscreenEnabled && (
				<MenuAction icon={<Maximize />} label="Full screen" hint={<Key>F</Key>} onClick={toggleFullscreen} />
			)}
			<MenuSwitch
				icon={sounds ? <Bell /> : <BellOff />}
				label="Sounds for messages and knocks"
				on={sounds}
				onTurn={(on) => chime.turn(on)}
				testId="sounds-item"
			/>
			{hasKeyboard && (
				<MenuAction
					icon={<Keyboard />}
					label="Keyboard shortcuts"
					hint={<Key>?</Key>}
					onClick={() => view.showHelp(true)}
					testId="shortcuts-item"
				/>
			)}
			<div className="sm:hidden">
				<MenuLine />
				<MenuChoice heading="Layout" choices={LAYOUT_CHOICES} value={layout} onChoose={(id) => view.chooseLayout(id)} />
				<MenuLine />
				<MenuChoice
					heading="Camera"
					choices={list.cameras}
					value={cameraId}
					onChoose={(id) => actions.chooseDevice('camera', id)}
				/>
				<MenuChoice
					heading="Microphone"
					choices={list.microphones}
					value={microphoneId}
					onChoose={(id) => actions.chooseDevice('microphone', id)}
				/>
			</div>
		</ControlMenu>
	);
}

/** Fills the screen with the page, or gives the screen back. Browsers that cannot do it do nothing. */
export function toggleFullscreen(): void {
	const change =
		document.fullscreenElement === null ? document.documentElement.requestFullscreen?.() : document.exitFullscreen();
	change?.catch(() => undefined);
}
