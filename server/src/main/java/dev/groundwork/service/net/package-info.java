/**
 * Room: HTTP requests of SQL, as the extension pg_net has them. Owns the schemas {@code net} and
 * {@code supabase_functions}. Sends each request once, after the commit, and stores the answer;
 * never sends one twice.
 */
@NullMarked
package dev.groundwork.service.net;

import org.jspecify.annotations.NullMarked;
