# Masks values in what a program writes, line by line, wherever they stand and as they are, URL-encoded, in base64 or escaped.
# The values come in through the environment: HIDE names their variables, FILES numbers those that came from a file, whose
# path FROM_n has and whose text HIDDEN_n. STOP marks the program's end and exit code.
function known(p) { if (length(p) > 3 && !(p in seen)) { seen[p]; P[++n] = p } }
function url(v, keep, blank,    i, c, u, l) {
  for (i = 1; i <= length(v); i++) {
    c = substr(v, i, 1)
    if (c ~ /[A-Za-z0-9]/ || index(keep, c)) { u = u c; l = l c }
    else if (c == " " && blank) { u = u blank; l = l blank }
    else { u = u sprintf("%%%02X", O[c]); l = l sprintf("%%%02x", O[c]) }
  }
  known(u); known(l)
}
function b64(v, s,    i, j, x, r, w) {
  for (i = 1 - s; i <= length(v); i += 3) {
    x = 0
    for (j = i; j < i + 3; j++) x = x * 256 + (j > 0 && j <= length(v) ? O[substr(v, j, 1)] : 0)
    r = r substr(B, int(x / 262144) + 1, 1) substr(B, int(x / 4096) % 64 + 1, 1) substr(B, int(x / 64) % 64 + 1, 1) substr(B, x % 64 + 1, 1)
  }
  i = s ? s + 1 : 0
  r = substr(r, i + 1, int(8 * (s + length(v)) / 6) - i)
  if (length(r) < 6) return
  for (w = 64; w < 77; w += 12) if (length(r) > w) for (j = 1; j <= length(r); j += w) if (length(substr(r, j, w)) > 7) known(substr(r, j, w))
  known(r); gsub(/\+/, "-", r); gsub(/\//, "_", r); known(r)
}
function forms(v,    i, c, q, j) {
  if (length(v) < 4) return
  known(v); url(v, "-_."); url(v, "-_.~"); url(v, "-_.~/"); url(v, "-_.!~*'()"); url(v, "-_.*", "+")
  for (i = 0; i < 3; i++) b64(v, i)
  for (i = 1; i <= length(v); i++) {
    c = substr(v, i, 1); q = q (c == "'" ? "'\\''" : c); j = j (c == "\"" || c == "\\" ? "\\" c : c)
  }
  known(q); known(j)
}
function value(v,    t, i, k, s, L) {
  forms(v)
  if (index(v, "\n")) { k = split(v, L, "\n"); for (i = 1; i <= k; i++) if (length(L[i]) > 7) forms(L[i]) }
  if (match(v, /:\/\/[^\/@]*:[^@]*@/)) { s = substr(v, RSTART + 3, RLENGTH - 4); forms(substr(s, index(s, ":") + 1)) }
  if (match(v, /[Pp]assword=[^ ;&]*/)) forms(substr(v, RSTART + 9, RLENGTH - 9))
  for (t = v; v ~ /^[ \n]*\{/ && match(t, /"[^"]*"[ \n]*:[ \n]*"([^"\\]|\\.)*"/); t = substr(t, RSTART + RLENGTH)) {
    s = substr(t, RSTART, RLENGTH)
    if (s !~ /^"(username|engine|host|dbname|dbClusterIdentifier|dbInstanceIdentifier|ServerURL)"/) {
      sub(/^"[^"]*"[ \n]*:[ \n]*"/, "", s); sub(/"$/, "", s); forms(s)
    }
  }
}
function longestfirst(    i, j, p) {
  for (i = 2; i <= n; i++) { p = P[i]; for (j = i - 1; j && length(P[j]) < length(p); j--) P[j + 1] = P[j]; P[j + 1] = p }
}
function again(    i, s, t, x) {
  for (i = 1; i <= m; i++) {
    s = ""; x = 0
    while ((getline t < F[i]) > 0) s = s (x++ ? "\n" : "") t
    close(F[i])
    if (x && s != T[i]) { T[i] = s; value(s); longestfirst() }
  }
}
BEGIN {
  B = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  for (i = 1; i < 256; i++) O[sprintf("%c", i)] = i
  k = split(ENVIRON["HIDE"], N, " ")
  for (i = 1; i <= k; i++) value(ENVIRON[N[i]])
  m = split(ENVIRON["FILES"], N, " ")
  for (i = 1; i <= m; i++) { F[i] = ENVIRON["FROM_" N[i]]; T[i] = ENVIRON["HIDDEN_" N[i]] }
  longestfirst()
  stop = ENVIRON["STOP"]; code = 137
}
{
  if (m) again()
  l = $0; e = index(l, stop)
  if (e) { code = substr(l, e + length(stop)) + 0; l = substr(l, 1, e - 1) }
  for (i = 1; i <= n; i++) {
    r = ""
    while (k = index(l, P[i])) { r = r substr(l, 1, k - 1) "****"; l = substr(l, k + length(P[i])) }
    l = r l
  }
  if (e) { printf "%s", l; exit }
  print l; fflush()
}
END { exit code }
