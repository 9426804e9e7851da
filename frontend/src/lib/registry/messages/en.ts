/** The words of a plan's publication in English: the language that the others are checked against. */
const messages = {
	title: 'Public registry',
	'own.hint':
		'Once you agree and the organisers publish it, everybody can read the plan as it was handed in: its texts, its actions, who stands behind it. No names of people are added, and of a trainee’s plan only the city is shown.',
	'own.agree': 'Agree to publication',
	'own.agreed': 'You have agreed. The organisers publish it.',
	'own.take_back': 'Take agreement back',
	'own.take_back_hint': 'The plan leaves the registry at once. Copies that others have made stay with them.',
	'own.by_owner': 'Whose plan it is decides on this.',
	shown: 'The public reads version {number}, published {when}.',
	hidden: 'Not public',
	read: 'Read the public page',
	'office.waiting': 'Its writers have not agreed to publication yet.',
	'office.early': 'It can be published once it was presented.',
	'office.publish': 'Publish version {number}',
	'office.withdraw': 'Take it out of the registry',
	'office.withdraw_hint': 'The public page is gone at once. It can be published again.',
	cancel: 'Cancel',
	stale: 'Something about this plan has just changed. This is how it stands now.'
};

export default messages;
