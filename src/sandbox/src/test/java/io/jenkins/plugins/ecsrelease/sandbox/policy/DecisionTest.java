package io.jenkins.plugins.ecsrelease.sandbox.policy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What policies decide. */
public class DecisionTest {

    private static boolean allows(String statement, String action, String resource, Map<String, List<String>> context)
            throws Policy.Malformed {
        Policy policy = Policy.ofIdentity("{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}");
        return Decision.of(new Request(action, resource, context),
                List.of(new Decision.Layer("identity-based policy", List.of(policy)))).allowed();
    }

    private static boolean holds(String condition, Map<String, List<String>> context) throws Policy.Malformed {
        return allows("{\"Effect\":\"Allow\",\"Action\":\"ecs:RunTask\",\"Resource\":\"*\",\"Condition\":" + condition + "}",
                "ecs:RunTask", "arn:aws:ecs:eu-central-1:1:task/x", context);
    }

    @Test
    public void actionsMatchWhateverTheirCaseAndResourcesDoNot() throws Exception {
        String statement = "{\"Effect\":\"Allow\",\"Action\":\"ECS:describe*\",\"Resource\":\"arn:aws:ecs:*:1:service/Prod/?eb\"}";
        assertTrue(allows(statement, "ecs:DescribeServices", "arn:aws:ecs:eu-central-1:1:service/Prod/web", Map.of()));
        assertFalse(allows(statement, "ecs:DescribeServices", "arn:aws:ecs:eu-central-1:1:service/prod/web", Map.of()));
        assertFalse(allows(statement, "ecs:UpdateService", "arn:aws:ecs:eu-central-1:1:service/Prod/web", Map.of()));
    }

    @Test
    public void notActionAndNotResourceAreEverythingElse() throws Exception {
        assertTrue(allows("{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}", "ecs:RunTask", "*", Map.of()));
        assertFalse(allows("{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}", "iam:GetRole", "*", Map.of()));
        assertFalse(allows("{\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":\"arn:aws:s3:::a\"}", "s3:GetObject",
                "arn:aws:s3:::a", Map.of()));
    }

    @Test
    public void conditionsCompareByTheirOperator() throws Exception {
        Map<String, List<String>> context = Map.of("ecs:cluster", List.of("arn:aws:ecs:eu-central-1:1:cluster/production"),
                "aws:SourceIp", List.of("10.1.2.3"), "aws:CurrentTime", List.of("2026-11-23T08:00:00Z"),
                "aws:MultiFactorAuthAge", List.of("300"), "aws:SecureTransport", List.of("true"));
        assertTrue(holds("{\"ArnLike\":{\"ecs:cluster\":\"arn:aws:ecs:*:1:cluster/prod*\"}}", context));
        assertFalse(holds("{\"StringEquals\":{\"ecs:cluster\":\"arn:aws:ecs:*:1:cluster/prod*\"}}", context));
        assertTrue(holds("{\"IpAddress\":{\"aws:SourceIp\":[\"192.168.0.0/16\",\"10.1.0.0/16\"]}}", context));
        assertFalse(holds("{\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}", context));
        assertTrue(holds("{\"DateLessThan\":{\"aws:CurrentTime\":\"2026-12-01T00:00:00Z\"}}", context));
        assertTrue(holds("{\"NumericLessThanEquals\":{\"aws:MultiFactorAuthAge\":\"300\"}}", context));
        assertFalse(holds("{\"Bool\":{\"aws:SecureTransport\":\"false\"}}", context));
        assertFalse("every operator must hold", holds(
                "{\"Bool\":{\"aws:SecureTransport\":\"true\"},\"NumericLessThan\":{\"aws:MultiFactorAuthAge\":\"1\"}}", context));
    }

    @Test
    public void aKeyThatIsAbsentHoldsOnlyWhereItMayBe() throws Exception {
        assertFalse(holds("{\"StringEquals\":{\"aws:ResourceTag/team\":\"web\"}}", Map.of()));
        assertTrue(holds("{\"StringEqualsIfExists\":{\"aws:ResourceTag/team\":\"web\"}}", Map.of()));
        assertTrue(holds("{\"StringNotEquals\":{\"aws:ResourceTag/team\":\"web\"}}", Map.of()));
        assertTrue(holds("{\"Null\":{\"aws:TokenIssueTime\":\"true\"}}", Map.of()));
        assertFalse(holds("{\"Null\":{\"aws:TokenIssueTime\":\"false\"}}", Map.of()));
    }

    @Test
    public void setsOfValuesMatchAllOrAny() throws Exception {
        Map<String, List<String>> keys = Map.of("aws:TagKeys", List.of("team", "cost"));
        assertTrue(holds("{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"team\",\"cost\",\"x\"]}}", keys));
        assertFalse(holds("{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"team\"]}}", keys));
        assertTrue(holds("{\"ForAnyValue:StringEquals\":{\"aws:TagKeys\":[\"team\"]}}", keys));
        assertTrue("no value is all values", holds("{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"team\"]}}", Map.of()));
        assertFalse(holds("{\"ForAnyValue:StringEquals\":{\"aws:TagKeys\":[\"team\"]}}", Map.of()));
    }

    @Test
    public void variablesStandForTheCaller() throws Exception {
        String statement = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::home/${aws:username}/*\"}";
        assertTrue(allows(statement, "s3:GetObject", "arn:aws:s3:::home/ann/x", Map.of("aws:username", List.of("ann"))));
        assertFalse(allows(statement, "s3:GetObject", "arn:aws:s3:::home/bob/x", Map.of("aws:username", List.of("ann"))));
        assertFalse("without a value it matches nothing", allows(statement, "s3:GetObject", "arn:aws:s3:::home//x", Map.of()));
    }

    @Test
    public void aLongPatternIsNotSlow() {
        assertFalse(Glob.matches("*a".repeat(200) + "b", "a".repeat(5000)));
    }

    @Test
    public void aDocumentThatIamWouldRefuseIsRefusedInItsWords() {
        for (String[] bad : new String[][] {
            {"{", "Syntax errors in policy."},
            {"[]", "Syntax errors in policy."},
            {"{\"Version\":\"2012-10-17\"}", "Syntax errors in policy."},
            {"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}", "Syntax errors in policy."},
            {"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"RunTask\",\"Resource\":\"*\"}]}",
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
            {"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"}]}", "Policy statement must contain resources."},
            {"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"web\"}]}",
                "Resource web must be in ARN format or \"*\"."},
            {"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Equals\":{}}}]}",
                "Invalid Condition type : Equals."},
            {"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}",
                "Policy document should not specify a principal."}}) {
            assertEquals(bad[0], bad[1], assertThrows(Policy.Malformed.class, () -> Policy.ofIdentity(bad[0])).getMessage());
        }
    }
}
