import type { Words } from '../words.ts';

export const account: Words['account'] = {
  account: '你的账户',
  signIn: '登录',
  signOut: '退出登录',
  signedInAs: '已登录：',
  heading: '登录',
  atProvider: '你将前往身份提供方的页面登录，然后回到这里。',
  withToken: '此服务器通过访问令牌识别用户。令牌由服务器的管理员发放；在自己的机器上，可以用“dotnet user-jwts create”生成。',
  token: '访问令牌',
  tokenKept: '令牌只保存在这个标签页中，退出登录或关闭标签页后即清除。',
  troubles: {
    ended: '登录无效或已过期。请重新登录，然后从原处继续。',
    no_token: '这不是访问令牌。令牌由三部分组成，中间用点号隔开。',
    nothing_kept: '浏览器不允许此页面保存任何数据，而登录需要保存。请允许（“Cookie 和网站数据”），然后重新加载页面。',
    provider: '无法登录。请重试，或联系服务器的管理员。',
  },
  openToEverybody: '此服务器未设访问限制：任何人都可以查看和更改所有内容。',
  openToThisMachine: '开发模式：只对本机开放，其他机器无法访问。',
  byLink: '你正在通过链接查看。',
  linkMay: {
    watch: '你可以查看全部内容，但不能更改。',
    review: '你可以查看全部内容，也可以批准计划或退回修改。',
  },
  leaveLink: '使用我自己的登录',
  linkEnded: {
    heading: '此链接已失效',
    why: '链接已过期，或已被分享者收回。请向对方索取新的链接。',
  },
  reviewIsOthers: '计划正在等待审核。通过此链接，你可以在下方阅读计划。',
};
