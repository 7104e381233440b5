package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import net.sf.json.JSONObject;

public interface StaplerRequest2 extends HttpServletRequest {
    JSONObject getSubmittedForm() throws ServletException;

    String getRestOfPath();

    <T> T findAncestorObject(Class<T> type);

    void bindJSON(Object bean, JSONObject source);

    <T> T bindJSON(Class<T> type, JSONObject source);

    <T> List<T> bindJSONToList(Class<T> type, Object source);
}
