package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AccountQuota;

/** Both quotas in one call. */
public final class QuotaLoader implements Loader<QuotaLook, QuotaLook.Seen> {

    @Override
    public Class<QuotaLook> question() {
        return QuotaLook.class;
    }

    @Override
    public int batch() {
        return 2;
    }

    @Override
    public Map<QuotaLook, Answer<QuotaLook.Seen>> load(Tools tools, Set<QuotaLook> questions) {
        List<AccountQuota> quotas = tools.client(RdsClient.class).describeAccountAttributes().accountQuotas();
        Map<QuotaLook, Answer<QuotaLook.Seen>> answers = new HashMap<>();
        for (QuotaLook look : questions) {
            String name = look.kind() == Kind.CLUSTER ? "ManualClusterSnapshots" : "ManualSnapshots";
            answers.put(look, Answer.known(quotas.stream()
                    .filter(quota -> name.equals(quota.accountQuotaName()))
                    .findFirst()
                    .map(quota -> new QuotaLook.Seen(number(quota.used()), number(quota.max())))
                    .orElse(new QuotaLook.Seen(0, 0))));
        }
        return answers;
    }

    private static long number(Long value) {
        return value == null ? 0 : value;
    }
}
