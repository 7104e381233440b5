package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.traffic.Message;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;

/** What a load balancer answers itself. */
final class Replies {

    private Replies() {}

    static Message of(Action action) {
        FixedResponseActionConfig fixed = action.fixedResponseConfig();
        if (fixed != null) {
            return Message.reply(
                    Integer.parseInt(fixed.statusCode()),
                    fixed.contentType() == null ? "text/plain" : fixed.contentType(),
                    fixed.messageBody() == null ? "" : fixed.messageBody());
        }
        RedirectActionConfig redirect = action.redirectConfig();
        int status = redirect.statusCode() == RedirectActionStatusCodeEnum.HTTP_301 ? 301 : 302;
        String to = or(redirect.protocol(), "http").toLowerCase(java.util.Locale.ROOT) + "://" + or(redirect.host(), "localhost")
                + (redirect.port() == null || redirect.port().startsWith("#") ? "" : ":" + redirect.port())
                + or(redirect.path(), "/");
        return Message.reply(status, "text/html", "").with("Location", to);
    }

    private static String or(String value, String otherwise) {
        return value == null || value.startsWith("#") ? otherwise : value;
    }
}
