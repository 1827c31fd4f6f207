create role chat_bot nologin;
