package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.util.Map;
import java.util.TreeMap;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** The example's account in the hands of its administrator. */
final class Account {

    private static final StaticCredentialsProvider ADMINISTRATOR = StaticCredentialsProvider.create(
            AwsBasicCredentials.create(Shop.KEY, Shop.SECRET));

    private final Aws aws;
    final EcsClient ecs;
    final EcrClient ecr;
    final CloudWatchClient alarms;
    private final IamClient iam;

    Account(Aws aws) {
        this.aws = aws;
        Region region = Region.of(Shop.REGION);
        ecs = EcsClient.builder().endpointOverride(aws.endpoint()).region(region).credentialsProvider(ADMINISTRATOR).build();
        ecr = EcrClient.builder().endpointOverride(aws.endpoint()).region(region).credentialsProvider(ADMINISTRATOR).build();
        alarms = CloudWatchClient.builder().endpointOverride(aws.endpoint()).region(region).credentialsProvider(ADMINISTRATOR).build();
        iam = IamClient.builder().endpointOverride(aws.endpoint()).region(Region.AWS_GLOBAL).credentialsProvider(ADMINISTRATOR).build();
    }

    /** A user with what the pipeline's own may, and a key of its own, so that what it does can be told from others. */
    AccessKey user(String name) {
        iam.createUser(create -> create.userName(name));
        iam.listAttachedUserPolicies(list -> list.userName("jenkins")).attachedPolicies()
                .forEach(policy -> iam.attachUserPolicy(attach -> attach.userName(name).policyArn(policy.policyArn())));
        allow(name, "iam:SimulatePrincipalPolicy", "arn:aws:iam::123456789012:user/" + name);
        return iam.createAccessKey(create -> create.userName(name)).accessKey();
    }

    void allow(String user, String action, String resource) {
        iam.putUserPolicy(put -> put.userName(user).policyName(action.replace(':', '-').replace("*", "all") + "-" + Math.abs(resource.hashCode()))
                .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" + action
                        + "\",\"Resource\":\"" + resource + "\"}]}"));
    }

    /** A role for tasks that may do nothing; its ARN. */
    String roleWithoutRights(String name) {
        return iam.createRole(create -> create.roleName(name).assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{"
                + "\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}")).role().arn();
    }

    /**
     * How many changes of each kind a user made. A changed configuration of a service begins no deployment and is told
     * apart; a session of ECS Exec is opened to look, too, and is no change.
     */
    Map<String, Integer> changes(String user) {
        Map<String, Integer> changes = new TreeMap<>();
        for (Object each : JSONArray.fromObject(aws.ask("ledger"))) {
            JSONObject entry = (JSONObject) each;
            if (entry.getString("principal").endsWith(":user/" + user) && !entry.getString("operation").equals("ExecuteCommand")) {
                boolean configured = entry.getString("operation").equals("UpdateService") && !entry.getJSONObject("details").optBoolean("deploys");
                changes.merge(entry.getString("operation") + (configured ? " of the configuration" : ""), 1, Integer::sum);
            }
        }
        return changes;
    }
}
