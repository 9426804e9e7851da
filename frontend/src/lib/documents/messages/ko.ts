import type { DocumentsMessages } from './keys';

const messages: DocumentsMessages = {
	hint: 'PDF는 인쇄와 의회 제출용, DOCX는 이어서 쓰기용, XLSX는 한꺼번에 많이 고칠 때 쓰세요.',
	language: '제목과 항목 이름의 언어',
	take: '{form}(으)로 받기',
	kept: '{name} 파일을 내려받았습니다.',
	bring: 'XLSX 다시 가져오기',
	bring_hint:
		'이 계획의 XLSX에서 칸을 고치고 행을 더하거나 지우세요. 그사이 다른 사람이 썼더라도 고친 것만 들어갑니다.',
	file: '이 계획의 XLSX',
	checking: '파일을 읽고 있습니다. 아직 아무것도 바뀌지 않았습니다.',
	nothing: '이 파일은 받을 때의 계획과 다른 점이 없습니다.',
	would: { other: '{count}건이 바뀝니다' },
	more: { other: '그 밖에 {count}건' },
	do: '가져오기',
	done: { other: '{count}건을 계획에 넣었습니다' },
	cancel: '취소',
	close: '닫기',
	faults: { other: '칸 {count}개가 잘못되었습니다. 아무것도 바뀌지 않았습니다.' },
	fault_hint: '파일에서 고쳐 저장한 뒤 다시 선택하세요.',
	cell: '칸',
	what: '잘못된 점',
	whole_sheet: '시트 전체',
	conflicts: { other: '파일을 받은 뒤 다른 사람이 이 항목 중 {count}개를 바꾸었습니다' },
	theirs_by: '{name}, {when}',
	somebody: '다른 사람',
	removed: '삭제됨',
	whose: '어느 쪽을 쓸까요?',
	mine: '내 파일의 내용',
	theirs: '다른 사람이 쓴 내용',
	choose: '가져오기 전에 어느 쪽을 쓸지 고르세요.',
	unreadable: '여기서 받은 XLSX가 아니거나 숨겨진 시트가 없습니다. 새로 받아서 고치세요.',
	foreign: '다른 계획에서 받은 파일입니다. 이 계획의 파일을 받으세요.',
	locked: '그사이 계획이 제출되어, 되돌려질 때까지 항목이 바뀌지 않습니다.',
	too_large: '파일이 너무 커서 보낼 수 없습니다.'
};

export default messages;
