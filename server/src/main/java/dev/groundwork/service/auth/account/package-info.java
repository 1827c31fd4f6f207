/**
 * What people do with their accounts: sign up, sign in, confirm addresses, change and recover what
 * they sign in with, sign out. Each class is one of these, from the call to the answer.
 */
@NullMarked
package dev.groundwork.service.auth.account;

import org.jspecify.annotations.NullMarked;
