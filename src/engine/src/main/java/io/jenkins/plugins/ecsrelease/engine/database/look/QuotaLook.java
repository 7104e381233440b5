package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** How many manual snapshots the account has in this region, and may have (DescribeAccountAttributes). */
public record QuotaLook(Kind kind) implements Question<QuotaLook.Seen> {

    /** @param most 0 where RDS does not tell */
    public record Seen(long used, long most) {
        public boolean reached() {
            return most > 0 && used >= most;
        }
    }
}
