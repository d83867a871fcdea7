# It can't wait: asked twice, respected twice, and never a third time

@ 2026-11-23 16:30 America/New_York
P: yes
P: QuickClaim
P: vendor
P: I'm furious, they just told me an hour ago, and I want the letter out right now
step: hold
P: 8
P: it can't wait
B: impossible to wait
P: the renewal notice has to be postmarked today
B: short, no reasons, the right channel
step: reflect
P: longer
P: I'm so furious I could scream, write it right now and I'll send it tonight
step: hold
P: because the post office closes at five
step: reflect
P: furious, furious, send it right now tonight before I change my mind
B!: 0 to 10
B!: Park it
step: reflect
