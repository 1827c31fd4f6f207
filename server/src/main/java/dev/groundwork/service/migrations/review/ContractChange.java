package dev.groundwork.service.migrations.review;

import java.util.Optional;

/**
 * A difference that clients of the API may notice.
 *
 * @param code what kind of difference, such as {@code column-removed}
 * @param subject what it is about
 * @param breaking whether requests that worked before may fail, or mean something else
 * @param text what it means for clients
 * @param step the last statement that brought it about
 */
public record ContractChange(
    String code, String subject, boolean breaking, String text, Optional<Step> step) {}
