import { Radio } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { MenuAction } from '../controls/ControlMenu.tsx';
import { Key } from '../ui/Key.tsx';
import { isOn, useLive } from './useLive.ts';

/** Opens what there is to stream, in a menu. */
export function LiveItem() {
	const { meeting, view } = useCall();
	const { hls, livestream } = useLive(meeting);
	const on = isOn(hls) || isOn(livestream);
	return (
		<MenuAction
			icon={<Radio className={on ? 'text-danger-ink' : ''} />}
			label={on ? 'Live stream…' : 'Go live…'}
			hint={<Key>L</Key>}
			onClick={() => view.showLive(true)}
			testId="live-item"
		/>
	);
}
