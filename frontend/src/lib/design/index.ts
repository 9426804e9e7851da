// For pages of organisers. Public pages import each element by itself: an import from here is an import of all.
export { default as Badge } from './Badge.svelte';
export { default as Button } from './Button.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as EmptyState } from './EmptyState.svelte';
export { default as ErrorState } from './ErrorState.svelte';
export { default as Field } from './Field.svelte';
export { default as Icon, type IconName } from './Icon.svelte';
export { default as List } from './List.svelte';
export { default as ListRow } from './ListRow.svelte';
export { default as Menu, type MenuItem } from './Menu.svelte';
export { default as Notice } from './Notice.svelte';
export { default as Skeleton } from './Skeleton.svelte';
export { explain } from './explain';
export { focusFirstError, takeFocus } from './focus';
