package dev.groundwork.service.rest.query;

import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.Plan;

/** Which requests must look at their result before they commit. */
public final class Inspection {
  private Inspection() {}

  /**
   * Whether the answer may turn out to be an error after rows were changed, so that the change must
   * be undone.
   */
  public static boolean isNeeded(Plan.Execution plan) {
    boolean bounded = plan.preferences().strict() && plan.preferences().maxAffected();
    boolean singular = plan.media() instanceof MediaType.SingleObject;
    return switch (plan) {
      case Plan.Read _ -> false;
      case Plan.Write(_, _, Mutation.Insert insert, _, _, _, _, _) -> singular || insert.put();
      case Plan.Write(_, _, Mutation.Nest nest, _, _, _, _, _) ->
          singular || bounded || nest.top().anyMayMisfit();
      case Plan.Write _ -> singular || bounded;
      case Plan.Call call -> !call.readOnly() && (singular || bounded);
    };
  }
}
