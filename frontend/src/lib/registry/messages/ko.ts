import type { RegistryMessages } from './keys';

const messages: RegistryMessages = {
	title: '공개 등록부',
	'own.hint':
		'동의하고 주최 측이 공개하면 제출된 계획의 내용과 실행과제, 승인 기관을 누구나 볼 수 있습니다. 개인의 이름은 덧붙이지 않으며, 연수생의 계획은 도시만 표시됩니다.',
	'own.agree': '공개에 동의',
	'own.agreed': '공개에 동의했습니다. 주최 측이 공개합니다.',
	'own.take_back': '동의 철회',
	'own.take_back_hint': '계획이 등록부에서 바로 사라집니다. 이미 내려받은 사본은 남을 수 있습니다.',
	'own.by_owner': '계획의 주인이 결정합니다.',
	shown: '{when}에 공개된 제{number}판을 누구나 볼 수 있습니다.',
	hidden: '공개되지 않음',
	read: '공개 페이지 보기',
	'office.waiting': '작성자가 아직 공개에 동의하지 않았습니다.',
	'office.early': '발표된 뒤에 공개할 수 있습니다.',
	'office.publish': '제{number}판 공개',
	'office.withdraw': '등록부에서 내리기',
	'office.withdraw_hint': '공개 페이지가 바로 사라집니다. 다시 공개할 수 있습니다.',
	cancel: '취소',
	stale: '방금 이 계획이 변경되었습니다. 현재 상태는 다음과 같습니다.'
};

export default messages;
