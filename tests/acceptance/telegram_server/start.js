// Serves telegram-test-api, with the few answers that Telegram gives and it does not: see Bot API, getMe, sendMessage,
// editMessageText, CallbackQuery. Usage: PORT=9000 node start.js

'use strict';

const express = require('express');
const { TelegramServer } = require('telegram-test-api/lib/telegramServer');

const ACKNOWLEDGED = [
  'answerCallbackQuery', 'deleteWebhook', 'editMessageReplyMarkup', 'editMessageText', 'sendChatAction', 'setMyCommands',
];
const EMPTY_POLL_MS = 50;

const server = new TelegramServer({ host: '127.0.0.1', port: Number(process.env.PORT) });

// A message of the bot: only what is of a message, seconds instead of milliseconds, and by whom.
const addBotMessage = server.addBotMessage.bind(server);
server.addBotMessage = (raw, token) => {
  const { message_id, date, text, chat, reply_markup } = addBotMessage(raw, token);
  return { message_id, date: Math.floor(date / 1000), text, chat, reply_markup, from: bot() };
};

// A press always names its chat instance.
const formatUpdate = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const formatted = formatUpdate(update);
  if (formatted.callback_query) formatted.callback_query.chat_instance = '1';
  return formatted;
};

function bot() {
  return { id: 666, is_bot: true, first_name: 'Test First name', username: 'TestNameBot' };
}

const front = express();
const form = express.urlencoded({ extended: true });

front.all('/bot:token/getMe', (_req, res) => res.json({ ok: true, result: bot() }));

// These say `null` or nothing; Telegram says true.
for (const method of ACKNOWLEDGED) {
  front.all(`/bot:token/${method}`, form, (req, res) => {
    server[method]?.(req.body);
    res.json({ ok: true, result: true });
  });
}

// It answers at once, so a bot would ask without pause.
front.all('/bot:token/getUpdates', (req, res) => {
  const result = server.getUpdates(req.params.token);
  setTimeout(() => res.json({ ok: true, result }), result.length ? 0 : EMPTY_POLL_MS);
});

front.use(server.webServer);
server.webServer = front;

server.start().then(
  () => console.log('ready'),
  (error) => { console.error(error.message); process.exit(1); },
);
