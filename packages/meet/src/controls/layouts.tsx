import { Grid2x2, PanelRight, Sparkles, Square } from 'lucide-react';

/** The layouts as menus offer them. */
export const LAYOUT_CHOICES = [
	{ id: 'AUTO', label: 'Automatic', icon: <Sparkles /> },
	{ id: 'GRID', label: 'Grid', icon: <Grid2x2 /> },
	{ id: 'SIDEBAR', label: 'Speaker and others', icon: <PanelRight /> },
	{ id: 'SPOTLIGHT', label: 'Only the speaker', icon: <Square /> },
] as const;
